import { useState } from 'preact/hooks';
import { filesOf } from '../../uploads.ts';

/** Lets the user drop files on an element, or paste them into it. */
export function useGivenFiles(upload: (files: readonly File[]) => Promise<void>) {
  const [isOver, setOver] = useState(false);
  const use = (event: Event, transfer: DataTransfer | null) => {
    const files = filesOf(transfer);
    if (files.length === 0) return;
    event.preventDefault();
    void upload(files);
  };
  return {
    isOver,
    handlers: {
      onPaste: (event: ClipboardEvent) => {
        use(event, event.clipboardData);
      },
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        use(event, event.dataTransfer);
      },
    },
  };
}
