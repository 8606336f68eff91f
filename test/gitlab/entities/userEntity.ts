import type { UserRecord } from '../world/records.ts';
import { presentUser, time, type Json, type Present } from './presenter.ts';

/** `lib/api/entities/user.rb`, the response of `/users/:id`. */
export function presentUserDetails(p: Present, user: UserRecord): Json {
  return {
    ...presentUser(p, user),
    created_at: time(user.createdAt),
    bio: user.bio,
    location: '',
    public_email: '',
    linkedin: '',
    twitter: '',
    discord: '',
    website_url: '',
    github: '',
    organization: '',
    job_title: user.jobTitle,
    pronouns: null,
    bot: user.bot,
    work_information: user.jobTitle === '' ? null : user.jobTitle,
    followers: 0,
    following: 0,
    is_followed: false,
    local_time: null,
  };
}

/** `lib/api/entities/user_public.rb`, the response of `/user` about the caller. */
export function presentMyself(p: Present, user: UserRecord): Json {
  const day = new Date(p.world.now()).toISOString().slice(0, 10);
  return {
    ...presentUserDetails(p, user),
    last_sign_in_at: time(user.createdAt),
    confirmed_at: time(user.createdAt),
    last_activity_on: day,
    email: user.email,
    theme_id: 1,
    color_scheme_id: 1,
    projects_limit: 100_000,
    current_sign_in_at: time(user.createdAt),
    identities: [],
    can_create_group: !user.bot,
    can_create_project: !user.bot,
    two_factor_enabled: false,
    external: false,
    private_profile: false,
    commit_email: user.email,
    preferred_language: 'en',
    ...(p.version.enterprise ? { shared_runners_minutes_limit: null, extra_shared_runners_minutes_limit: null } : {}),
    ...(user.admin ? { is_admin: true, note: null } : {}),
  };
}
