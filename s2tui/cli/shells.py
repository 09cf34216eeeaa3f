"""Completion in a shell: scripts that ask s2tui itself what may stand where the cursor is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from s2tui.cli.complete import candidates, split

if TYPE_CHECKING:
    from collections.abc import Sequence

ASK = "--complete"
"""What the scripts call; its arguments are theirs and may change with them."""
BASH = """\
# bash completion of s2tui: eval "$(s2tui --completion bash)"
_s2tui() {
    local IFS=$'\\n'
    local line=${COMP_LINE:0:COMP_POINT}
    COMPREPLY=($("${COMP_WORDS[0]}" ASK bash "$line" "$COMP_WORDBREAKS" 2>/dev/null))
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=/,] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _s2tui s2tui 2>/dev/null || complete -F _s2tui s2tui
"""
ZSH = """\
#compdef s2tui
# zsh completion of s2tui: eval "$(s2tui --completion zsh)", or this as _s2tui in your fpath
_s2tui() {
    local -a found open
    found=(${(f)"$("${words[1]}" ASK zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)"})
    open=(${(M)found:#*[=/,]})
    found=(${found:#*[=/,]})
    compadd -V s2tui -S '' -a open
    compadd -V s2tui -a found
}
if [ "$funcstack[1]" = "_s2tui" ]; then
    _s2tui "$@"
else
    compdef _s2tui s2tui
fi
"""
TCSH = """\
# tcsh completion of s2tui: s2tui --completion tcsh > ~/.s2tui.tcsh, and source that
complete s2tui 'p@*@`s2tui ASK tcsh`@'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "tcsh": TCSH}


def script(shell: str) -> str:
    """What a shell has to read once."""
    return SCRIPTS[shell].replace("ASK", ASK).rstrip("\n")


def offer(arguments: Sequence[str]) -> list[str]:
    """What a script's question is answered with: words as its shell wants them.

    Args:
        arguments: the shell, then of bash the line up to the cursor and the characters at which it
            breaks words, of zsh the words up to the cursor; tcsh has the line in the environment.
    """
    shell, rest = "".join(arguments[:1]), arguments[1:]
    if shell == "zsh":
        return candidates(rest)
    line, breaks = [*rest, "", ""][:2]
    if shell == "tcsh":
        line = os.environ.get("COMMAND_LINE", "")
    words = split(line)[1:]
    found = candidates(words)
    # bash replaces what stands behind the last such character; an @ it replaces as well.
    current = words[-1] if words else ""
    last = max((current.rfind(sign) for sign in breaks), default=-1)
    kept = last if current[last : last + 1] == "@" else last + 1
    return [word[kept:] for word in found]
