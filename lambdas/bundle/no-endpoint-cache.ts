// Stands in for what remembers the endpoints that a service tells of itself: DynamoDB is asked at that of its region.

/** By this name its client makes one; it asks it only where the environment of a function turns that on. */
export class EndpointCache {
  getEndpoint(): never {
    throw new Error('endpoints that a service tells of itself cannot be remembered here');
  }
}
