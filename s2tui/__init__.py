"""s2tui: how KVM on arm64 builds stage-2 memory attributes, seen live.

The layers, each of which imports only what stands before it:
arm <- kvm <- analysis <- source <- contract <- view <- teach <- tui <- cli
"""

__version__ = "0.1.0"
