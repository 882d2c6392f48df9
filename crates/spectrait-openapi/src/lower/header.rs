//! Response headers (OpenAPI 3.0.4 section 4.8.21).

use spectrait_ir as ir;

use super::Lowering;
use super::parameter::Shape;
use crate::resolved;

impl Lowering<'_> {
    /// A header of a response.
    pub(super) fn lower_header(
        &mut self,
        operation: ir::OperationId,
        status: ir::StatusPattern,
        header: &resolved::Parameter,
    ) -> ir::Header {
        let root = ir::Root::ResponseHeader {
            operation,
            status,
            name: header.name.value.clone(),
        };
        let Shape {
            schema,
            media_type,
            docs,
            ..
        } = self.lower_shape(header, root);
        ir::Header {
            wire_name: header.name.value.clone(),
            span: header.name.span,
            required: header.required,
            explode: header.explode,
            media_type,
            docs,
            schema,
        }
    }
}
