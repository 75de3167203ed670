"""The editor's workbench: schemas for typing, new entries, changes, reviews, spreadsheets and newsletters.

Each module has one subject: values in, text or edits out. Only `saving` writes content, whole files and all or nothing.
"""
