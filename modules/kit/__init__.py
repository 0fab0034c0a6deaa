"""The few lines between this project and CDKTF; a move to CDK Terrain is this folder."""
