"""udata, the software of data.gouv.fr."""
