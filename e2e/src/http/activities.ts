import { sessionHeaders } from 'kelet/http';

/** An activity that asks a service over HTTP, which is told the session. */
export function createActivities(serviceUrl: () => string) {
  return {
    async askService(question: string): Promise<unknown> {
      const headers = { ...sessionHeaders(), 'x-caller': 'worker' };
      const response = await fetch(`${serviceUrl()}/answer?q=${question}`, { headers });
      return response.json();
    },
  };
}
