"""The data folder as a disk: how much room there is, and what it means when there is none. For editor and engine."""
