"""``python -m imgcif_map`` is ``imgcif-map``."""

from imgcif_map.cli.start import main

if __name__ == "__main__":
    main()
