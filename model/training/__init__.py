"""Training of networks, origins and rankers; needs PyTorch and scikit-learn (the extra `train`).

In the order to read them:

- `train`: the loop, and the trainer of the network and of its teachers.
- `dataset`, `bearers`: names as tensors, and how often each is drawn.
- `losses`: by letter, by name, and against teachers.
- `recipes`: trainers put together by name, for the command line.
- `transformer`, `distillation`: a teacher of another kind, and learning from teachers.
- `assignment_trainer`: the assignment's, name by name.
- `fit_origin`, `fit_use`: origins, once the networks are trained.
- `ratings`, `candidates`, `ranker_net`, `fit_ranker`, `blend_net`, `fit_blend_ranker`,
  `collect_ratings`, `fit_novelty`, `collect_gender_endings`: the order of names.
- `reference_classifier`: an independent classifier of origins, for evaluation.
"""
