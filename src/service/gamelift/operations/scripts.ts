import type { Script } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetRecord, ScriptRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { FleetSelection } from '../fleet-selection.ts';
import { type Arns, idOf, newId } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { listPage, wholeList } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { asRefusal } from '../script-faults.ts';
import type { ScriptLibrary } from '../script-library.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

export interface ScriptDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  library: ScriptLibrary;
  limits: Limits;
  now(): number;
}

/** Both run on this server's own Node.js; the value is kept for answers. */
const NODE_VERSIONS = ['10.x', '24.x'];
const DEFAULT_NODE_VERSION = '10.x';
/** Fleets that run no game session any more. */
const OVER: ReadonlySet<string> = new Set(['ERROR', 'DELETING', 'TERMINATED']);

export function scriptOperations({ store, arns, fleets, library, limits, now }: ScriptDeps) {
  function describe(script: ScriptRecord): Script {
    return {
      ScriptId: script.id,
      ScriptArn: arns.of('script', script.id),
      Name: script.name || undefined,
      Version: script.version || undefined,
      SizeOnDisk: script.sizeOnDisk,
      CreationTime: new Date(script.createdMs),
      NodeJsVersion: script.nodeJsVersion,
    };
  }

  /** @throws {ServiceError} NotFoundException */
  async function scriptOf(tenantId: string, idOrArn: string): Promise<ScriptRecord> {
    const id = idOf(idOrArn);
    return (await store.get('script', tenantId, id)) ?? unknownScript(id);
  }

  async function fleetsOf(tenantId: string, scriptId: string): Promise<FleetRecord[]> {
    return wholeList(page => fleets.existing(tenantId, page, scriptId));
  }

  /**
   * Makes sure that every fleet of a script could go on with this content.
   * @throws {ServiceError} InvalidRequestException, with the place in the author's file
   */
  async function requireUsable(tenantId: string, id: string, contentHash: string): Promise<void> {
    const running = (await fleetsOf(tenantId, id)).filter(({ status }) => !OVER.has(status));
    for (const fleet of running) await library.validate({ id, contentHash }, fleet);
  }

  /** @throws {ServiceError} NotFoundException */
  async function update(
    tenantId: string,
    id: string,
    change: (script: ScriptRecord) => ScriptRecord,
  ): Promise<ScriptRecord> {
    return (await store.update('script', tenantId, id, change)) ?? unknownScript(id);
  }

  return {
    CreateScript: async (input, { tenantId }) => {
      const { Name: name = '', Version: version = '', NodeJsVersion = DEFAULT_NODE_VERSION } = input;
      const tags = tagsOf(input.Tags, limits.tagsPerResource);
      if (!NODE_VERSIONS.includes(NodeJsVersion)) {
        throw invalidRequest(`NodeJsVersion "${NodeJsVersion}" must be one of ${NODE_VERSIONS.join(', ')}`);
      }
      const zip = zipOf(input) ?? noContent();
      const id = newId('script');
      const script = await keep(zip, async contentHash => {
        const record: ScriptRecord = {
          ...{ tenantId, id, createdMs: now(), name, version },
          ...{ nodeJsVersion: NodeJsVersion, sizeOnDisk: zip.byteLength, contentHash },
        };
        await insertWithinQuota(store, 'script', record, limits.scriptsPerTenant).catch(asInvalidRequest);
        return record;
      });
      await store.updateTags(tenantId, arns.of('script', id), () => tags);
      return { Script: describe(script) };
    },

    UpdateScript: async (input, { tenantId }) => {
      const { id } = await scriptOf(tenantId, input.ScriptId);
      const zip = zipOf(input);
      const { Name: name, Version: version } = input;
      if (zip === undefined && name === undefined && version === undefined) {
        throw invalidRequest('there is nothing to change; give Name, Version or ZipFile');
      }
      const labelled = (script: ScriptRecord): ScriptRecord => ({
        ...script,
        name: name ?? script.name,
        version: version ?? script.version,
      });
      if (zip === undefined) return { Script: describe(await update(tenantId, id, labelled)) };
      let replaced = '';
      const updated = await keep(zip, async contentHash => {
        await requireUsable(tenantId, id, contentHash);
        return update(tenantId, id, script => {
          replaced = script.contentHash;
          return { ...labelled(script), contentHash, sizeOnDisk: zip.byteLength };
        });
      });
      await library.contents.removeUnused(replaced);
      return { Script: describe(updated) };
    },

    DescribeScript: async ({ ScriptId }, { tenantId }) => ({
      Script: describe(await scriptOf(tenantId, ScriptId)),
    }),

    ListScripts: async (input, { tenantId }) => {
      const { items, nextToken } = await listPage(input, ['ListScripts'], page =>
        store.list('script', tenantId, page),
      );
      return { Scripts: items.map(describe), NextToken: nextToken };
    },

    DeleteScript: async ({ ScriptId }, { tenantId }) => {
      const { id, contentHash } = await scriptOf(tenantId, ScriptId);
      const users = (await fleetsOf(tenantId, id)).map(fleet => fleet.id);
      if (users.length > 0) {
        throw invalidRequest(`script "${id}" is used by ${users.join(', ')}; delete these fleets first`);
      }
      if (!(await store.remove('script', tenantId, id))) unknownScript(id);
      await store.updateTags(tenantId, arns.of('script', id), () => ({}));
      await library.contents.removeUnused(contentHash);
      return undefined;
    },
  } satisfies Operations;

  /** @throws {ServiceError} InvalidRequestException for a zip file that is none, or is refused by `use` */
  async function keep<T>(zip: Uint8Array, use: (contentHash: string) => Promise<T>): Promise<T> {
    return library.contents.keep(zip, use).catch((error: unknown) => {
      throw asRefusal(error);
    });
  }
}

/** The zip file of a call; undefined when it brings no content. @throws {ServiceError} InvalidRequestException */
function zipOf(input: {
  ZipFile?: Uint8Array | undefined;
  StorageLocation?: object | undefined;
}): Uint8Array | undefined {
  if (input.StorageLocation !== undefined) {
    throw invalidRequest(
      'StorageLocation: this service reads no S3 buckets; give the zip file itself as ZipFile',
    );
  }
  return input.ZipFile;
}

function noContent(): never {
  throw invalidRequest('a script needs its content; give a zip file as ZipFile');
}

/** @throws {ServiceError} NotFoundException */
function unknownScript(id: string): never {
  throw notFound(`there is no script "${id}"`);
}

/** Callers of CreateScript know no LimitExceededException. */
function asInvalidRequest(error: unknown): never {
  throw error instanceof ServiceError ? invalidRequest(error.message) : error;
}
