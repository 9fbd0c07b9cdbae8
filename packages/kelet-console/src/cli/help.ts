import { DEFAULT_PORT } from '../console';

export const HELP = `kelet-console: see the sessions of AI agents on Temporal, on this machine.

  kelet-console                      receives, and shows them at http://localhost:${DEFAULT_PORT}
    --port N                         another port; 0 for any free one
    --host ADDRESS                   listen on more than this machine (default 127.0.0.1)
    --db FILE                        keep everything in a file (default: in memory)
    --open                           open the page in the browser
    --allow-origin ORIGIN            a page, such as https://shop.example, that may send signals; may be repeated
    --max-spans N, --max-mb N        what is kept; the oldest sessions leave first (default 300000, 400)
    --temporal HOST:PORT             the server whose histories a coding agent may ask for (default localhost:7233)
    --temporal-ui URL                for links to workflows (default http://localhost:8233; '' for none)
    --namespace NAME                 of both (default 'default')

  kelet-console sessions             the sessions, the newest activity first
  kelet-console session ID           one session as a tree, its signals, and what is wrong with it
  kelet-console signals              the signals, the newest first
  kelet-console doctor               what is wrong with that which arrived
    --json                           for programs
    --limit N                        how many sessions or signals (default 50)
  kelet-console doctor --temporal HOST:PORT --workflow-id ID [--run-id ID] [--namespace NAME]
                                     reads the history of a workflow, and says where its session was lost
  kelet-console export ID            one session as OTLP in JSON, with its signals
  kelet-console import FILE          takes such a file in

  These ask the console that runs:
    --url URL                        (default http://localhost:${DEFAULT_PORT})
    --db FILE                        the file of one that does not run
`;
