// What a contract suite gets for each test: the port over a store that holds nothing yet, and the way to let go of it.

export interface Opened<Port> {
  readonly port: Port;
  close(): Promise<void>;
}
