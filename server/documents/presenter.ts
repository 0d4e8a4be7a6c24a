import type { FolderView, DocumentView } from './schema.ts';
import { refOf } from '../common/presenter.ts';
import { previewOf } from '../files/media-type.ts';
import type { Row } from '../store/index.ts';

export function folderView(row: Row, canUpload: boolean): FolderView {
  return {
    id: row.id,
    parentId: row.parent_id === '' ? null : row.parent_id,
    name: row.name,
    hasChildren: row.folder_count > 0 || row.document_count > 0,
    unseen: Boolean(row.unseen),
    canUpload,
  };
}

export function documentView(row: Row): DocumentView {
  return {
    id: row.id,
    folderId: row.folder_id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
    uploadedBy: refOf(row.uploaded_by, row.uploaded_by_name),
    unseen: Boolean(row.unseen),
    preview: previewOf(row.media_type),
  };
}
