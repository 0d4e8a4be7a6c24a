import type { FolderView, DocumentView } from './schema.ts';
import { refOf } from '../common/presenter.ts';
import { previewOf } from '../files/media-type.ts';
import type { BearerCall } from '../http/route.ts';
import { grants, isAdministrator } from '../policies/index.ts';
import { type Access, type ClientRight, lockedUntil, mayEdit, type Row, statutoryYears } from '../store/index.ts';

/** Who looks, and whether their page may change anything. */
export interface Viewer {
  access: Access;
  mayChange: boolean;
}

export const viewerOf = ({ access, bearer }: BearerCall): Viewer => ({
  access,
  mayChange: grants(bearer.components, 'document-tree', 'upload'),
});

export function folderView(row: Row, { access, mayChange }: Viewer): FolderView {
  const isStaff = access.role !== 'client';
  const right = (row.client_access === 'path' ? 'none' : row.client_access) as ClientRight;
  return {
    id: row.id,
    parentId: row.parent_id === '' ? null : row.parent_id,
    name: row.name,
    // A root that nobody has looked at yet gets its year then.
    hasChildren: row.parent_id === '' || row.folder_count > 0 || row.document_count > 0,
    unseen: Boolean(row.unseen),
    canUpload: mayChange && mayEdit(access, row),
    canArrange: mayChange && isStaff,
    canChange: mayChange && isStaff && row.standard === 0,
    clientRight: isStaff ? { right, own: row.client_right !== null } : null,
    retention:
      mayChange && row.parent_id === '' && isAdministrator(access)
        ? { years: row.retention_years, lawYears: statutoryYears }
        : null,
  };
}

export function documentView(row: Row, { access, mayChange }: Viewer): DocumentView {
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
    version: row.version,
    canChange: mayChange && mayEdit(access, row),
    scan: row.scan,
    lockedUntil: lockedUntil(row.material_year, row.retention_years),
    materialYear: row.material_year,
  };
}
