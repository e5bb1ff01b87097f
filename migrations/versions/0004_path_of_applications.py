"""path of applications.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.registry.rules.codes import new_check_code

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

WATCHED = {"picture": "id", "fingerprint": "picture_id", "design": "id", "design_picture": "id"}
CATALOGUE = {"listing": "id", "listing_picture": "picture_id"}
ACTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def upgrade() -> None:
    """Go up."""

    op.create_table('audit_countersignature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('checkpoint_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('key_id', sa.String(length=8), nullable=False),
    sa.Column('signature', sa.LargeBinary(length=64), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_countersignature')),
    sa.UniqueConstraint('checkpoint_id', 'key_id', name=op.f('uq_audit_countersignature_checkpoint_id_key_id'))
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('cursor', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=500), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('kind', 'key', name=op.f('uq_job_kind_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_state'), ['state'], unique=False)

    op.create_table('register_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('term_months', sa.Integer(), nullable=False),
    sa.Column('renew_days', sa.Integer(), nullable=False),
    sa.Column('most_a_day', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_terms'))
    )
    op.create_table('commons_pattern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('about', sa.String(length=1000), nullable=False),
    sa.Column('credit', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retired_reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_commons_pattern_created_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commons_pattern')),
    sa.UniqueConstraint('number', name=op.f('uq_commons_pattern_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_commons_pattern_public_id'))
    )
    with op.batch_alter_table('commons_pattern', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commons_pattern_kind'), ['kind'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('url', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('public_id', name=op.f('uq_message_public_id'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_person_id_read_at'), ['person_id', 'read_at'], unique=False)

    op.create_table('tie',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('workshop_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_tie_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_tie_village_id_village'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_tie_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tie')),
    sa.UniqueConstraint('public_id', name=op.f('uq_tie_public_id'))
    )
    with op.batch_alter_table('tie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tie_person_id'), ['person_id'], unique=False)

    op.create_table('certificate_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('printed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_certificate_copy_design_id_design'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['printed_by_id'], ['person.id'], name=op.f('fk_certificate_copy_printed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_copy')),
    sa.UniqueConstraint('design_id', 'number', name=op.f('uq_certificate_copy_design_id_number'))
    )
    op.create_table('commons_picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pattern_id', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['pattern_id'], ['commons_pattern.id'], name=op.f('fk_commons_picture_pattern_id_commons_pattern'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_commons_picture_picture_id_picture')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commons_picture')),
    sa.UniqueConstraint('pattern_id', 'picture_id', name=op.f('uq_commons_picture_pattern_id_picture_id'))
    )
    with op.batch_alter_table('commons_picture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commons_picture_picture_id'), ['picture_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_decision_design_id_design'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('design_id', 'decided_at', name=op.f('uq_decision_design_id_decided_at'))
    )
    op.create_table('design_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_design_proof_design_id_design'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_design_proof_picture_id_picture')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_design_proof')),
    sa.UniqueConstraint('public_id', name=op.f('uq_design_proof_public_id'))
    )
    with op.batch_alter_table('design_proof', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_design_proof_design_id'), ['design_id'], unique=False)

    op.create_table('earlier_listing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('listing_id', sa.Integer(), nullable=False),
    sa.Column('listed_picture_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('match', sa.JSON(), nullable=False),
    sa.Column('engine_version', sa.Integer(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['listed_picture_id'], ['picture.id'], name=op.f('fk_earlier_listing_listed_picture_id_picture'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_earlier_listing_listing_id_listing'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_earlier_listing_picture_id_picture'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_earlier_listing')),
    sa.UniqueConstraint('picture_id', 'listing_id', 'listed_picture_id', name=op.f('uq_earlier_listing_picture_id_listing_id_listed_picture_id'))
    )
    with op.batch_alter_table('earlier_listing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_earlier_listing_listing_id'), ['listing_id'], unique=False)

    op.create_table('objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('own_design_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_objection_decided_by_id_person')),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_objection_design_id_design'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_objection_made_by_id_person')),
    sa.ForeignKeyConstraint(['own_design_id'], ['design.id'], name=op.f('fk_objection_own_design_id_design')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_objection_workshop_id_workshop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('public_id', name=op.f('uq_objection_public_id'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_design_id'), ['design_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('priority_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('old_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('new_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_priority_change_decided_by_id_person')),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_priority_change_design_id_design'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_priority_change_proposed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_change')),
    sa.UniqueConstraint('public_id', name=op.f('uq_priority_change_public_id'))
    )
    with op.batch_alter_table('priority_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_priority_change_design_id'), ['design_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_priority_change_state'), ['state'], unique=False)

    op.create_table('transfer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('design_id', sa.Integer(), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('taker_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], name=op.f('fk_transfer_design_id_design'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['giver_id'], ['workshop.id'], name=op.f('fk_transfer_giver_id_workshop')),
    sa.ForeignKeyConstraint(['taker_id'], ['workshop.id'], name=op.f('fk_transfer_taker_id_workshop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer')),
    sa.UniqueConstraint('public_id', name=op.f('uq_transfer_public_id'))
    )
    with op.batch_alter_table('transfer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transfer_design_id'), ['design_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfer_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfer_taker_id'), ['taker_id'], unique=False)

    op.create_table('commons_likeness',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('commons_picture_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('match', sa.JSON(), nullable=False),
    sa.Column('engine_version', sa.Integer(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['commons_picture_id'], ['commons_picture.id'], name=op.f('fk_commons_likeness_commons_picture_id_commons_picture'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_commons_likeness_picture_id_picture'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commons_likeness')),
    sa.UniqueConstraint('picture_id', 'commons_picture_id', name=op.f('uq_commons_likeness_picture_id_commons_picture_id'))
    )
    with op.batch_alter_table('commons_likeness', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commons_likeness_commons_picture_id'), ['commons_picture_id'], unique=False)

    op.create_table('objection_picture',
    sa.Column('objection_id', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['objection_id'], ['objection.id'], name=op.f('fk_objection_picture_objection_id_objection'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_objection_picture_picture_id_picture')),
    sa.PrimaryKeyConstraint('objection_id', 'picture_id', name=op.f('pk_objection_picture'))
    )
    with op.batch_alter_table('objection_picture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_picture_picture_id'), ['picture_id'], unique=False)

    op.create_table('council_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('suspicion_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_council_case_opened_by_id_person')),
    sa.ForeignKeyConstraint(['suspicion_id'], ['suspicion.id'], name=op.f('fk_council_case_suspicion_id_suspicion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_council_case')),
    sa.UniqueConstraint('number', name=op.f('uq_council_case_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_council_case_public_id')),
    sa.UniqueConstraint('suspicion_id', name=op.f('uq_council_case_suspicion_id'))
    )
    with op.batch_alter_table('council_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_council_case_state'), ['state'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('suspicion_id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_statement_made_by_id_person')),
    sa.ForeignKeyConstraint(['suspicion_id'], ['suspicion.id'], name=op.f('fk_statement_suspicion_id_suspicion'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_statement_workshop_id_workshop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_suspicion_id'), ['suspicion_id'], unique=False)

    with op.batch_alter_table('design', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column('earlier_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('materials', sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column('keywords', sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column('first_shown_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('first_shown_where', sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column('created_at', sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00"))
        batch_op.add_column(sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('edited_on_page', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('priority_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('notice_ends_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('registered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('expires_on', sa.Date(), nullable=True))
        batch_op.alter_column('number',
               existing_type=sa.VARCHAR(length=20),
               type_=sa.String(length=24),
               nullable=True)
        batch_op.alter_column('submitted_at',
               existing_type=sa.DATETIME(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_design_earlier_id'), ['earlier_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_design_earlier_id_design'), 'design', ['earlier_id'], ['id'])

    with op.batch_alter_table('design_picture', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(length=10), nullable=False, server_default="front"))

    with op.batch_alter_table('licence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('check_code', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('state', sa.String(length=20), nullable=False, server_default="accepted"))
        batch_op.add_column(sa.Column('under_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('covers_design', sa.Boolean(), nullable=False, server_default=sa.text("TRUE")))
        batch_op.add_column(sa.Column('platforms', sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column('floor_price_fen', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('may_sublicense', sa.Boolean(), nullable=False, server_default=sa.text("FALSE")))
        batch_op.add_column(sa.Column('sell_off_days', sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column('words', sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('end_reason', sa.String(length=300), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f('ix_licence_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_licence_under_id'), ['under_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_licence_check_code'), ['check_code'])
        batch_op.create_foreign_key(batch_op.f('fk_licence_under_id_licence'), 'licence', ['under_id'], ['id'])

    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.add_column(sa.Column('platforms', sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table('picture', schema=None) as batch_op:
        batch_op.alter_column('workshop_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('suspicion', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True))

    _fill_in()
    _watch_again(WATCHED | CATALOGUE | {"commons_pattern": "id", "commons_picture": "id"})


def _fill_in() -> None:
    """Tell of what stands in the register already what it would have been told on the new path."""
    op.execute("UPDATE design SET created_at = submitted_at, priority_at = submitted_at")
    op.execute("UPDATE design SET state = 'screened' WHERE state = 'questioned'")
    op.execute("UPDATE design SET registered_at = COALESCE(decided_at, submitted_at) WHERE state = 'registered'")
    years = "date(registered_at, '+3 years')"
    if op.get_bind().dialect.name == "postgresql":
        years = "(registered_at + interval '3 years')::date"
    op.execute(f"UPDATE design SET expires_on = {years} WHERE state = 'registered'")
    op.execute("UPDATE licence SET answered_at = created_at")
    op.execute("UPDATE licence SET state = 'ended' WHERE ended_at IS NOT NULL")
    for (licence_id,) in op.get_bind().execute(sa.text("SELECT id FROM licence")).all():
        code = sa.text("UPDATE licence SET check_code = :code WHERE id = :id")
        op.get_bind().execute(code, {"code": new_check_code(), "id": licence_id})


def _watch_again(tables: dict[str, str]) -> None:
    """Set the triggers up once more: a table that SQLite makes anew loses them."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, column in tables.items():
        _unwatch(table)
        into = f"INSERT INTO picture_change (source, row_id, act) VALUES ('{table}', "
        if postgres:
            which = f"""CASE WHEN TG_OP = 'DELETE' THEN OLD."{column}" ELSE NEW."{column}" END"""
            op.execute(
                f"CREATE OR REPLACE FUNCTION note_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" {into}{which}, pg_current_xact_id()::text::bigint); RETURN NULL; END $$"
            )
        for act, row in ACTS.items():
            if postgres:
                op.execute(
                    f'CREATE TRIGGER note_{act}_of_{table} AFTER {act} ON "{table}"'
                    f" FOR EACH ROW EXECUTE FUNCTION note_change_of_{table}()"
                )
            else:
                op.execute(
                    f'CREATE TRIGGER note_{act}_of_{table} AFTER {act} ON "{table}" BEGIN'
                    f' {into}{row}."{column}", random()); END'
                )


def _unwatch(table: str) -> None:
    on = f' ON "{table}"' if op.get_bind().dialect.name == "postgresql" else ""
    for act in ACTS:
        op.execute(f"DROP TRIGGER IF EXISTS note_{act}_of_{table}{on}")


def _step_back() -> None:
    """Bring designs into the states that were known before; drafts and the office's pictures go."""
    for table in ("commons_likeness", "commons_picture", "commons_pattern"):
        op.execute(f"DELETE FROM {table}")
    for table in ("design_proof", "design_picture"):
        op.execute(f"DELETE FROM {table} WHERE design_id IN (SELECT id FROM design WHERE number IS NULL)")
    op.execute("DELETE FROM design WHERE number IS NULL")
    op.execute("UPDATE design SET state = 'questioned' WHERE state IN ('screened', 'notice', 'objected')")
    op.execute("UPDATE design SET state = 'registered' WHERE state = 'transferred'")
    op.execute("UPDATE design SET state = 'withdrawn' WHERE state IN ('lapsed', 'cancelled')")
    op.execute("DELETE FROM licence WHERE state NOT IN ('accepted', 'ended')")
    op.execute("UPDATE suspicion SET state = 'open' WHERE state IN ('asked', 'case')")
    office = "(SELECT id FROM picture WHERE workshop_id IS NULL)"
    op.execute(f"DELETE FROM marked_region WHERE picture_id IN {office}")
    op.execute(f"DELETE FROM fingerprint WHERE picture_id IN {office}")
    op.execute("DELETE FROM picture WHERE workshop_id IS NULL")


def downgrade() -> None:
    """Go down."""
    _step_back()
    with op.batch_alter_table('suspicion', schema=None) as batch_op:
        batch_op.drop_column('answer_by')

    with op.batch_alter_table('picture', schema=None) as batch_op:
        batch_op.alter_column('workshop_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.drop_column('platforms')

    with op.batch_alter_table('licence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_licence_under_id_licence'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_licence_check_code'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_licence_under_id'))
        batch_op.drop_index(batch_op.f('ix_licence_state'))
        batch_op.drop_column('end_reason')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('words')
        batch_op.drop_column('sell_off_days')
        batch_op.drop_column('may_sublicense')
        batch_op.drop_column('floor_price_fen')
        batch_op.drop_column('platforms')
        batch_op.drop_column('covers_design')
        batch_op.drop_column('under_id')
        batch_op.drop_column('state')
        batch_op.drop_column('check_code')

    with op.batch_alter_table('design_picture', schema=None) as batch_op:
        batch_op.drop_column('role')

    with op.batch_alter_table('design', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_design_earlier_id_design'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_design_earlier_id'))
        batch_op.alter_column('submitted_at',
               existing_type=sa.DATETIME(),
               nullable=False)
        batch_op.alter_column('number',
               existing_type=sa.String(length=24),
               type_=sa.VARCHAR(length=20),
               nullable=False)
        batch_op.drop_column('expires_on')
        batch_op.drop_column('registered_at')
        batch_op.drop_column('notice_ends_at')
        batch_op.drop_column('priority_at')
        batch_op.drop_column('edited_on_page')
        batch_op.drop_column('edited_at')
        batch_op.drop_column('created_at')
        batch_op.drop_column('first_shown_where')
        batch_op.drop_column('first_shown_on')
        batch_op.drop_column('keywords')
        batch_op.drop_column('materials')
        batch_op.drop_column('earlier_id')
        batch_op.drop_column('version')

    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_suspicion_id'))

    op.drop_table('statement')
    with op.batch_alter_table('council_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_council_case_state'))

    op.drop_table('council_case')
    with op.batch_alter_table('objection_picture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_objection_picture_picture_id'))

    op.drop_table('objection_picture')
    with op.batch_alter_table('commons_likeness', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commons_likeness_commons_picture_id'))

    op.drop_table('commons_likeness')
    with op.batch_alter_table('transfer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_transfer_taker_id'))
        batch_op.drop_index(batch_op.f('ix_transfer_state'))
        batch_op.drop_index(batch_op.f('ix_transfer_design_id'))

    op.drop_table('transfer')
    with op.batch_alter_table('priority_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_priority_change_state'))
        batch_op.drop_index(batch_op.f('ix_priority_change_design_id'))

    op.drop_table('priority_change')
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_objection_workshop_id'))
        batch_op.drop_index(batch_op.f('ix_objection_state'))
        batch_op.drop_index(batch_op.f('ix_objection_design_id'))

    op.drop_table('objection')
    with op.batch_alter_table('earlier_listing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_earlier_listing_listing_id'))

    op.drop_table('earlier_listing')
    with op.batch_alter_table('design_proof', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_design_proof_design_id'))

    op.drop_table('design_proof')
    op.drop_table('decision')
    with op.batch_alter_table('commons_picture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commons_picture_picture_id'))

    op.drop_table('commons_picture')
    op.drop_table('certificate_copy')
    with op.batch_alter_table('tie', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tie_person_id'))

    op.drop_table('tie')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_person_id_read_at'))

    op.drop_table('message')
    with op.batch_alter_table('commons_pattern', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commons_pattern_kind'))

    op.drop_table('commons_pattern')
    op.drop_table('register_terms')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_state'))

    op.drop_table('job')
    op.drop_table('audit_countersignature')
    for table in CATALOGUE:
        _unwatch(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("commons_pattern", "commons_picture", *CATALOGUE):
            op.execute(f"DROP FUNCTION IF EXISTS note_change_of_{table}()")
    _watch_again(WATCHED)
