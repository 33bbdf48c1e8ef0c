"""Exports scikit-learn's gradient boosted trees to the arrays that `BlendRanker` serves."""

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from model.selection.blend_ranker import UNIT, BlendRanker


def export_trees(regressor: GradientBoostingRegressor) -> BlendRanker:
    """Return fitted trees, grown with `max_leaf_nodes`, as arrays."""
    trees, nodes = len(regressor.estimators_), 2 * regressor.max_leaf_nodes - 1
    own_index = np.arange(nodes, dtype=np.uint8)
    feature = np.zeros((trees, nodes), np.uint8)
    threshold = np.zeros((trees, nodes))
    left, right = np.tile(own_index, (trees, 1)), np.tile(own_index, (trees, 1))
    value = np.zeros((trees, nodes), np.int32)
    for row, estimator in enumerate(regressor.estimators_[:, 0]):
        tree = estimator.tree_
        inner = np.flatnonzero(tree.children_left >= 0)
        leaves = np.flatnonzero(tree.children_left < 0)
        feature[row, inner] = tree.feature[inner]
        threshold[row, inner] = tree.threshold[inner]
        left[row, inner], right[row, inner] = tree.children_left[inner], tree.children_right[inner]
        value[row, leaves] = np.rint(regressor.learning_rate * tree.value[leaves, 0, 0] / UNIT)
    depth = np.array(max(estimator.tree_.max_depth for estimator in regressor.estimators_[:, 0]))
    intercept = np.rint(regressor.init_.constant_.ravel()[0] / UNIT).astype(np.int64)
    return BlendRanker(feature, threshold, left, right, value, depth, intercept)
