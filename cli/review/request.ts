// What an action of `review` is asked: the period, the person, the options as commander parses them.
import type { Reviewing } from './reviewing.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface ReviewOptions {
  readonly review: string;
  readonly by?: string;
  readonly out?: string;
  readonly reviewer?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly home: string;
  readonly json: boolean;
}

export interface ReviewRequest {
  readonly period: string;
  readonly by: string | null;
  readonly home: Reviewing;
  readonly options: ReviewOptions;
  readonly terminal: Terminal;
}
