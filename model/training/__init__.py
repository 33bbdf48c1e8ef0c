"""Networks and how they are trained; needs PyTorch and scikit-learn (the extra `train`).

In the order to read them:

- `network`: the recurrent network that serves, and the student of the others.
- `transformer`: a teacher of another kind.
- `dataset`: names as tensors.
- `losses`: by letter, and summed over names.
- `targets`: hard targets from the data, soft ones from teachers.
- `distillation`: synthetic names and soft targets from an ensemble.
- `loop`: epochs, validation, early stopping and checkpoints, for every trainer.
- `batch_trainer`: the trainer of student and teachers.
- `assignment_trainer`: the assignment's, name by name.
- `recipes`: trainers put together by name, for the command line.
- `fit_origin`: parameters of the origin classifier, fitted once the network is trained.
- `reference_classifier`: an independent classifier of origins, for evaluation.
"""
