"""Question 5: a model one-page review of the SimCLR paper."""

from __future__ import annotations

# BEGIN SOLUTION NO PROMPT
_REVIEW = """\
# Review of "A Simple Framework for Contrastive Learning of Visual Representations"

## Summary

The paper learns visual representations without labels. Two random augmentations of every image in a batch form a
positive pair, all other images of the batch serve as negatives, and a ResNet encoder followed by a small MLP, the
projection head, is trained with a temperature-scaled cross-entropy (NT-Xent) to recognise the partner of each view.
The head is discarded after training. The main contribution is a systematic study of what makes this simple recipe
work: the composition of augmentations, above all random cropping with colour distortion; the nonlinear head; the
normalised, temperature-scaled loss; large batches and long training. On ImageNet, a linear classifier on the frozen
features of a ResNet-50 (4x) reaches 76.5 % top-1 accuracy, level with a supervised ResNet-50; fine-tuned on 1 % of the
labels it reaches 85.8 % top-5. Transfer to twelve other data sets is evaluated as well.

## Strengths

The method removes what earlier work believed necessary, special architectures and a memory bank, and still improves
the state of the art by a clear margin; a method that is both simpler and better is useful to practitioners at once.
The ablations are the heart of the paper: each ingredient is varied alone, and several results teach something, for
example that features before the head are better than those after it by more than ten points, and that colour
distortion matters because crops of one image share a colour histogram, a shortcut that the network would otherwise
take. The evaluation covers linear probes, few labels and transfer, and the code is public.

## Weaknesses

The best numbers need batches of thousands of images, accelerators to match and the widest networks; the comparison
with methods trained on less is therefore not even, and results at a fixed budget of computation would have helped.
Single numbers without error bars leave small differences in the ablations open. Why the head helps is explained by a
conjecture, that it absorbs the information which the loss discards, supported by one experiment. Theory is absent:
negatives that share the anchor's class are pushed away, and this bias is not discussed. The augmentations were chosen
on ImageNet with labels at hand, so it stays unclear how one would choose them for medical or satellite images.

## Reflection

The loss is a relative of InfoNCE, which bounds a mutual information from below, just as the ELBO of this course bounds
a likelihood: in both, a better bound need not give a better representation, as the discarded head shows. The
augmentations play the part of a prior, since they declare which factors a representation may forget. Next
directions I would try: learning the family of augmentations, correcting for false negatives, doing without negatives
at all, and asking whether a generative model, a diffusion model for instance, learns features that a linear probe
finds as useful.
"""
# END SOLUTION


def review() -> str:
    """Return the review as Markdown, with a heading for each of the four sections."""
    # BEGIN SOLUTION
    return _REVIEW
    # END SOLUTION
