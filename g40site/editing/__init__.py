"""What editors need beside a text editor: schemas, new entries, changes, reviews, spreadsheets and newsletters.

Each module has one subject: values in, text or edits out. Only `transaction` writes content, whole files and all or
nothing.
"""
