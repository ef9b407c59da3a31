import { joinPath, type Problem } from '../problem';

/** A service, as far as it matters who may call whom. */
export interface CallingService {
  /** Whether it is part of the mesh. */
  readonly inMesh: boolean;
  /** The services that it calls. */
  readonly calls: readonly string[];
}

/**
 * Calls from outside the mesh into it. A service of the mesh wants to know who calls, by a certificate that only the mesh gives;
 * the other way round it takes whoever answers. Fields begin with the caller's name: `report.calls[0]`.
 */
export function meshCallProblems(services: Readonly<Record<string, CallingService>>): Problem[] {
  return Object.entries(services).flatMap(([caller, { inMesh, calls }]) =>
    calls.flatMap((callee, index) =>
      inMesh || services[callee]?.inMesh !== true
        ? []
        : [
            {
              field: joinPath(caller, `calls[${index}]`),
              value: callee,
              reason: `${callee} is part of the mesh and lets in only who proves who he is, which ${caller} cannot: it is not part of it`,
              remedy: `give ${caller} the router 'istio' too, or take ${callee} out of the mesh`,
            },
          ],
    ),
  );
}
