"""Serve the shop desk: `python app.py`, or any WSGI server with `app:app`."""

from shop import create_app

app = create_app()

if __name__ == "__main__":
    from shop.serving import serve

    serve(app)
