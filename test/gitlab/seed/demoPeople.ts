import type { AccessLevel, UserRecord } from '../world/records.ts';

interface Person {
  readonly username: string;
  readonly name: string;
  readonly job: string;
  /** Role in the demo group, or null if the person isn't a member of anything. */
  readonly level: AccessLevel | null;
  readonly state?: UserRecord['state'];
  readonly admin?: boolean;
  /** Null for none. By default, an avatar on the instance. */
  readonly avatar?: 'gravatar' | null;
}

/** The fictional people of the demo group. `tokens.personal` belongs to the first one. */
export const demoPeople: readonly Person[] = [
  { username: 'mira.lindqvist', name: 'Mira Lindqvist', job: 'Lead developer', level: 40 },
  { username: 'tomas.varela', name: 'Tomás Varela', job: 'Backend developer', level: 30 },
  { username: 'aiko.tanabe', name: 'Aiko Tanabe', job: 'Product designer', level: 30 },
  { username: 'priya.nandakumar', name: 'Priya Nandakumar', job: 'Product manager', level: 50 },
  { username: 'jonas.okafor', name: 'Jonas Okafor', job: 'Mobile developer', level: 30, avatar: 'gravatar' },
  { username: 'lena.hrdlickova', name: 'Lena Hrdličková', job: 'Support', level: 20 },
  { username: 'sam.whitcombe', name: 'Sam Whitcombe', job: 'Operations', level: 40, avatar: 'gravatar' },
  { username: 'noor.elmasri', name: 'Noor El-Masri', job: 'Tester', level: 20, avatar: null },
  { username: 'dmitri.abelev', name: 'Dmitri Abelev', job: 'Frontend developer', level: 30 },
  { username: 'gus.guest', name: 'Gus Ferreira', job: 'Customer', level: 10 },
  { username: 'odile.outside', name: 'Odile Marchand', job: '', level: null },
  { username: 'bea.blocked', name: 'Bea Novotny', job: '', level: 30, state: 'blocked' },
  { username: 'root', name: 'Administrator', job: '', level: null, admin: true },
];
