/** Serves a folder on a free port. */
export declare function serveFolder(folder: string): Promise<{
  readonly url: string
  close(): Promise<void>
}>
//# sourceMappingURL=serve.d.ts.map
