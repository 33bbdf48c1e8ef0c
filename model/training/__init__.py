"""Networks, distillation and fits; needs PyTorch and scikit-learn (the extra `train`)."""
