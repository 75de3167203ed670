"""Build the site: `python build.py`. The same program as the command `g40site`."""

import sys


def stop(dutch, english):
    sys.stderr.write(dutch + " / " + english + "\n")
    sys.exit(2)


def run():
    # Nothing of the program is imported before this: an old Python could not even read it.
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 of nieuwer is nodig, dit is %d.%d." % sys.version_info[:2],
            "Python 3.11 or newer is needed, this is %d.%d." % sys.version_info[:2],
        )
    try:
        from g40site.cli import main

        main()
    except KeyboardInterrupt:
        # Stopped before the program itself was there to say so.
        sys.exit(130)
    except ModuleNotFoundError as error:
        package = (error.name or "g40site").split(".")[0]
        if package == "g40site":
            raise
        remedy = "`make site` {} `python -m pip install -r requirements.lock`."
        stop(
            "Het pakket " + package + " ontbreekt. Doe " + remedy.format("of"),
            "The package " + package + " is missing. Run " + remedy.format("or"),
        )


if __name__ == "__main__":
    run()
