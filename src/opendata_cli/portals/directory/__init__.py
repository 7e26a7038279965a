"""A portal that is a folder: a whole static catalogue, which any web server can host.

    .hidden/<id>/            datasets not shown, for the owner only
    <name>/                  datasets shown: files, datapackage.json, index.html
    index.html catalog.jsonld
    .opendata.json           what the pages and the feed were made from

`datapackage.json` is the truth; pages and feed follow from it, the feed last.
"""
