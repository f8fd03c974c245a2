// Puts the answers of the CDS Hooks service before the models of a client written by others (healthchain, see
// requirements-alone.txt) and says what they hold against them.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pythonPackages = fileURLToPath(new URL('.python', import.meta.url));

/** Whether the models were installed. */
export const installed = existsSync(`${pythonPackages}/healthchain`) && existsSync(`${pythonPackages}/pydantic`);

// The package as a whole wants a web framework and a spaCy; its models want pydantic only. So the packages around them are
// named without being run. Links: the models demand `autoLaunchable`, which only a later edition of the standard has.
const ask = `
import json, sys, types, pathlib
root = pathlib.Path(sys.argv[1])
for name in ("healthchain", "healthchain.models", "healthchain.models.responses"):
    module = types.ModuleType(name)
    module.__path__ = [str(root.joinpath(*name.split(".")))]
    sys.modules[name] = module
from healthchain.models.responses.cdsresponse import CDSResponse
from healthchain.models.responses.cdsdiscovery import CDSServiceInformation
from pydantic import ValidationError
for line in sys.stdin:
    body = json.loads(line)
    model = CDSServiceInformation if "services" in body else CDSResponse
    for card in body.get("cards") or []:
        for link in card.get("links") or []:
            if isinstance(link, dict):
                link.setdefault("autoLaunchable", None)
    try:
        model.model_validate(body)
        # An answer without its list would pass, because the models have a default for it.
        said = [] if ("services" in body or "cards" in body) else ["neither services nor cards"]
    except ValidationError as refusal:
        said = [".".join(map(str, one["loc"])) + ": " + one["msg"] for one in refusal.errors()]
    except AttributeError as fault:
        # For suggestions without a selection behaviour the model stumbles over the sentence with which it refuses them.
        said = [f"refused, and no sentence came of it: {fault}"]
    print(json.dumps(said))
`;

/** What the models hold against each of these answers: a list of sentences for each, empty when they accept it. */
export function complaintsAboutAnswers(answers) {
  const input = answers.map((answer) => JSON.stringify(answer)).join('\n');
  const env = { ...process.env, PYTHONPATH: pythonPackages };
  const output = execFileSync('python3', ['-c', ask, pythonPackages], { input, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return output.trim().split('\n').map((line) => JSON.parse(line));
}
