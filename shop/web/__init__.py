"""Glue features to Flask: guards, headers, errors, forms, language."""
