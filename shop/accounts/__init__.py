"""Know the people, let them sign in, and say what each may do."""
