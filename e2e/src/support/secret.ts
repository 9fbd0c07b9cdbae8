/** The key of every test that needs one: the secret scan looks for it wherever it must not be. */
export const API_KEY = 'planted-key-5e1f0c7b9a';
