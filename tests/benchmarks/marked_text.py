"""Puts a table between the marks of a Markdown page."""
import contextlib
import io
import re


def put(page, name, make):
    """Prints what make() prints; with a page, writes it between its marks
    <!-- name --> and <!-- end of name --> instead."""
    if page is None:
        make()
        return
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        make()
    with open(page) as file:
        old = file.read()
    pattern = re.compile("(<!-- %s -->\n).*?(<!-- end of %s -->)" % (name, name), re.S)
    if not pattern.search(old):
        raise SystemExit("%s: no marks of %s" % (page, name))
    new = pattern.sub(lambda match: match[1] + "\n" + text.getvalue().strip() + "\n\n" + match[2], old)
    with open(page, "w") as file:
        file.write(new)
