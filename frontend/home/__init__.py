"""The page `/`: the directory as it is asked for, on the server and for the browser to hold."""
