import './sign-in.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleError } from '../console-api.ts';
import { sentence } from '../parts/format.ts';
import type { Visit } from '../visit.ts';

/** Asks for an access key, the same that calls the service API. */
export function SignIn({ visit }: { visit: Visit }) {
  const trouble = useSignal('');
  const isBusy = useSignal(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Playpen';
    first.current?.focus();
  }, []);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy.value) return;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    isBusy.value = true;
    trouble.value = '';
    try {
      await visit.signIn({
        accessKeyId: String(form.get('accessKeyId')).trim(),
        secretAccessKey: String(form.get('secretAccessKey')).trim(),
      });
    } catch (error) {
      trouble.value = sentence((error as ConsoleError).message);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <main class="sign-in">
      <form onSubmit={event => void submit(event)}>
        <p class="brand">Playpen</p>
        <h1>Sign in</h1>
        <p class="soft">With an access key of this server, the same that calls its API.</p>
        <label>
          Access key id
          <input ref={first} name="accessKeyId" autocomplete="username" spellcheck={false} required />
        </label>
        <label>
          Secret access key
          <input name="secretAccessKey" type="password" autocomplete="current-password" required />
        </label>
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
        <button type="submit" class="primary" aria-disabled={isBusy.value}>
          {isBusy.value ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
