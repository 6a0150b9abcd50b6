// Stands in for the cache of endpoints that a service tells its clients: DynamoDB is always called at the endpoint of
// its region.

/**
 * The client of DynamoDB makes one under this name, but uses it only where the environment turns endpoint discovery on.
 */
export class EndpointCache {
  getEndpoint(): never {
    throw new Error('endpoints that a service tells of itself cannot be remembered here');
  }
}
