// Stands in for what encodes streams of events, by which AWS answers to calls that nobody makes here.

/** By this name the clients ask for it, to be told how a stream would be read. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('streams of events cannot be read here');
}

export { eventStreamSerdeProvider as EventStreamSerde };
