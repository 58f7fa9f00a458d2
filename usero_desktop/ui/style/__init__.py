"""How it looks: colours, type, icons, shadows, motion and the style sheet that keeps hosts out."""
