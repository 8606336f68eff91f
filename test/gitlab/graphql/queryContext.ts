import type { GraphQLSchema } from 'graphql';
import type { Access } from '../world/access.ts';
import type { World } from '../world/world.ts';

/** The data that a query can access. */
export interface QueryContext {
  readonly world: World;
  readonly access: Access;
  readonly url: string;
  readonly schema: GraphQLSchema;
}

/** The values of arguments. */
export type Args = Readonly<Record<string, unknown>>;
