import { Component, type ComponentChildren, type FunctionComponent } from 'preact';

/**
 * A component that is rendered anew only when one of its properties is another: what a long list is made of, whose items
 * do not change.
 */
export function unchanging<Props extends object>(
  render: (props: Props) => ComponentChildren,
): FunctionComponent<Props> {
  class Unchanging extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return (Object.keys(next) as (keyof Props)[]).some(name => next[name] !== this.props[name]);
    }

    render(): ComponentChildren {
      return render(this.props);
    }
  }
  return Unchanging as unknown as FunctionComponent<Props>;
}
