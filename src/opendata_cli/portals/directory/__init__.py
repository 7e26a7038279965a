"""A portal that is a folder: a whole static catalogue, which any web server can host.

    .hidden/<id>/            datasets not shown, for the owner only
    <name>/                  datasets shown: files, datapackage.json, index.html
    index.html catalog.jsonld
    .opendata.json           the settings, what is shown, what the pages and the feed hold

`datapackage.json` is the truth; pages and feed follow from it, the feed last.
"""
