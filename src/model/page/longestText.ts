/** Longer notes and descriptions GitLab refuses, in characters. https://docs.gitlab.com/administration/instance_limits/ */
export const longestText = 1_000_000;
