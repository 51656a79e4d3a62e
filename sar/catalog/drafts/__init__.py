"""The editor of a draft: a page and a form for each thing of it that an author changes."""
