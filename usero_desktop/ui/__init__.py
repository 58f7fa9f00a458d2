"""Everything on screen. All of it lives on the GUI thread, except where it says otherwise."""
