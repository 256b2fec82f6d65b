/** Kinds of layouts, in the order in which a map offers them. */
export const layoutKinds = ['umap', 'tsne', 'grid', 'color', 'time', 'tags'] as const
