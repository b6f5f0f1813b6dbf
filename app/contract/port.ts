/** One end of a two-way message channel between processes. Messages are structured clones (bigints allowed, no functions). */
export interface Port {
  post(message: unknown): void;
  /** Called for each message in order. Returns how to stop listening. */
  listen(receive: (message: unknown) => void): () => void;
}
