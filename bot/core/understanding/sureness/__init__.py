"""The last look at what was understood: `sure` means that the words are well explained, not only that a rule fired.

The rules of each step say what a message can mean; this pass asks whether something in it speaks against that, or was
left out of the account. It never adds or changes a fact. It lowers `sure`, so that the bot asks "Do you mean …?"
where it would have said "Noted": asking costs one tap; a wrong record costs trust. Where all of a message turns out
to be beside the point, it lets go of what was found: a silly question costs trust too.

Each doubt is a small function of its own, with its reason. They know grammar, kinds of marks and kinds of values, no
sentences. What they cost and what they save was weighed on the outputs of earlier readers for texts that those
readers had not been tuned on (`docs/understanding.md`).
"""

from bot.core.understanding.sureness.weighing import weigh

__all__ = ["weigh"]
