/** The key of every test that needs one: the secret scan looks for it wherever it must not be. */
export const API_KEY = 'planted-key-5e1f0c7b9a';

/** The environment that tells a program to send to Kelet at `apiUrl`. */
export const keletAt = (apiUrl: string, project = 'e2e') => ({
  KELET_API_KEY: API_KEY,
  KELET_PROJECT: project,
  KELET_API_URL: apiUrl,
});
