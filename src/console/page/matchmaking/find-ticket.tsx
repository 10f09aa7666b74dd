import { useSignal } from '@preact/signals';
import { ticketHref } from '../router.ts';

/** Leads to a ticket by its id. @param tenantId whose, where that is said already */
export function FindTicket({ tenantId }: { tenantId: string | undefined }) {
  const id = useSignal('');
  return (
    <form
      class="find-ticket"
      onSubmit={event => {
        event.preventDefault();
        const wanted = id.value.trim();
        if (wanted !== '') location.hash = ticketHref(wanted, tenantId);
      }}
    >
      <label>
        Ticket id
        <input
          required
          spellcheck={false}
          autocomplete="off"
          value={id.value}
          onInput={event => {
            id.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit">Show ticket</button>
    </form>
  );
}
