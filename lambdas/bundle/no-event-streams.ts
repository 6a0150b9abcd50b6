// Stands in for the code of event streams, in which AWS answers calls that this program never makes.

/** The clients call it by this name, to learn how a stream would be read. */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('streams of events cannot be read here');
}

export { eventStreamSerdeProvider as EventStreamSerde };
