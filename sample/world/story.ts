// A story: what happened to somebody, how the systems show it in each review, and what the last review must find.
import type { Code } from '../../core/names/codes.ts';
import type { Scene } from './people.ts';
import type { Quarter } from './time.ts';

export interface Story {
  /** One sentence, as a colleague would tell it. */
  readonly tells: string;
  /** The codes that stand open in the last review, by login; empty where the story is about what is right. */
  readonly finds: Readonly<Record<string, readonly Code[]>>;
  readonly scene: (on: Quarter) => Scene;
}
