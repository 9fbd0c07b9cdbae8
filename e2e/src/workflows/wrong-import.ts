import { KeletPlugin } from 'kelet/temporal';

export async function wrongImport(): Promise<string> {
  return KeletPlugin.name;
}
