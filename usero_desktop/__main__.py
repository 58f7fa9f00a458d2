import sys

from usero_desktop.cli.main import main

sys.exit(main())
